# The kinds that are used need no values from a cluster.

mock_resource "kubernetes_manifest" {
  defaults = {}
}
