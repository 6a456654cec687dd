# Values that Google Cloud would give.

mock_resource "google_service_account" {
  defaults = {
    email  = "runner@verigrad-test.iam.gserviceaccount.com"
    name   = "projects/verigrad-test/serviceAccounts/runner@verigrad-test.iam.gserviceaccount.com"
    member = "serviceAccount:runner@verigrad-test.iam.gserviceaccount.com"
  }
}

mock_resource "google_compute_address" {
  defaults = { address = "203.0.113.10" }
}

mock_resource "google_compute_instance" {
  defaults = { instance_id = "1234567890123456789" }
}
