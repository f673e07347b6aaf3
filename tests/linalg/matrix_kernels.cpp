// SPDX-License-Identifier: Apache-2.0
#include "linalg/matrix_kernels.hpp"

#include "linalg/batched_pfaffian.hpp"
#include "linalg/product.hpp"
#include "linalg/row_lu.hpp"

namespace kato::KATO_ISA {
namespace {

template <class T>
void product_of(int rows, int columns, int depth, const T* a, std::ptrdiff_t a_row, std::ptrdiff_t a_column, const T* b,
                std::ptrdiff_t b_stride, T* c, std::ptrdiff_t c_stride, bool accumulate) {
  product<T>(rows, columns, depth, {a, a_row, a_column}, b, b_stride, c, c_stride, accumulate);
}
template <class T>
std::ptrdiff_t packed_size_of(int depth, int columns) {
  return packed_size<T>(depth, columns);
}
template <class T>
void pack_of(int depth, int columns, const T* b, std::ptrdiff_t b_row, std::ptrdiff_t b_column, T* packed) {
  pack<T>(depth, columns, {b, b_row, b_column}, packed);
}
template <class T>
void transposed_of(int rows, int columns, int depth, const T* a, std::ptrdiff_t a_stride, const T* b,
                   std::ptrdiff_t b_stride, T* c, std::ptrdiff_t c_stride, T* scratch) {
  product_transposed<T>(rows, columns, depth, a, a_stride, b, b_stride, c, c_stride, scratch);
}
template <class T>
void eliminate_of(int n, T* a, T* inverse, T* log, T* sign) {
  const auto det = eliminate<T>(n, reinterpret_cast<Vector<T>*>(a), reinterpret_cast<Vector<T>*>(inverse));
  store(log, det.log), store(sign, det.sign);
}
template <class T>
void pfaffian_of(int n, T* a, T* log, T* sign) {
  const auto pf = pfaffian<T>(n, reinterpret_cast<Vector<T>*>(a));
  store(log, pf.log), store(sign, pf.sign);
}
template <class T>
std::ptrdiff_t row_stride_of(int n) {
  return row_stride<T>(n);
}
template <class T>
void eliminate_rows_of(int n, std::ptrdiff_t stride, T* a, T* origin, T* log, T* sign) {
  const auto det = origin ? invert_rows(n, stride, a, origin) : eliminate_rows(n, stride, a);
  *log = det.log, *sign = det.sign;
}
template <class T>
constexpr test::MatrixKernels<T> table{lanes_of<T>,    product_of<T>,    packed_size_of<T>,
                                       pack_of<T>,     transposed_of<T>, eliminate_of<T>,
                                       pfaffian_of<T>, row_stride_of<T>, eliminate_rows_of<T>};

}  // namespace

extern const test::MatrixKernelSet matrix_kernel_set;
const test::MatrixKernelSet matrix_kernel_set{table<float>, table<double>};

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/isa_table.hpp"

KATO_IN_EACH_ISA(extern const test::MatrixKernelSet matrix_kernel_set;)

const kato::test::MatrixKernelSet& kato::test::matrix_kernels(Isa isa) {
  static constexpr const MatrixKernelSet* kernels[] = KATO_OF_EACH_ISA(matrix_kernel_set);
  return *at_isa(kernels, isa);
}
#endif
