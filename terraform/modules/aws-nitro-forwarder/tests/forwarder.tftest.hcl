mock_provider "aws" {
  source          = "../../testing/mocks/aws"
  override_during = plan
}

variables {
  name    = "verigrad-forwarder"
  network = { vpc_id = "vpc-0123456789abcdef0", subnet_id = "subnet-0123456789abcdef0" }
  ami_id  = "ami-0123456789abcdef0"
  image = {
    bucket     = "artifacts"
    key        = "forwarder/enclave.eif"
    version_id = "3L4kqtJlcpXroDTDmJ"
    sha256     = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    pcr0       = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    pcr1       = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    pcr2       = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }
  egress             = { kms = { host = "kms.eu-central-1.amazonaws.com", vsock_port = 8000 } }
  callers            = ["10.0.0.0/16"]
  key_administrators = ["arn:aws:iam::123456789012:role/key-admin"]
}

run "opens_sealed_secrets_to_the_measured_enclave_only" {
  command = plan

  assert {
    condition     = one([for s in jsondecode(aws_kms_key.sealing.policy).Statement : s.Condition.StringEqualsIgnoreCase["kms:RecipientAttestation:ImageSha384"] if contains(s.Action, "kms:Decrypt")]) == var.image.pcr0
    error_message = "decryption must demand the image's measurement"
  }

  assert {
    condition     = length([for s in jsondecode(aws_kms_key.sealing.policy).Statement : s if contains(s.Action, "kms:Decrypt") && !can(s.Condition)]) == 0
    error_message = "nobody decrypts without an attestation, administrators neither"
  }
}

run "gives_the_verifier_the_registers_of_the_image" {
  command = plan

  assert {
    # A test of the verifier reads the same file.
    condition     = jsonencode(output.reference_values) == jsonencode(jsondecode(file("tests/reference-values.json")))
    error_message = "expected tests/reference-values.json, found ${jsonencode(output.reference_values)}"
  }
}

run "demands_the_signer_where_the_image_is_signed" {
  command = plan

  variables {
    image = merge(var.image, { pcr8 = var.image.pcr0 })
  }

  assert {
    condition     = one(output.reference_values.measurements).registers["pcr8"] == "0x${var.image.pcr0}"
    error_message = "the certificate is a reference value, too"
  }
}

run "runs_the_enclave_without_debug_mode" {
  command = plan

  assert {
    condition     = aws_instance.this.enclave_options[0].enabled && strcontains(aws_instance.this.user_data, "run-enclave") && !strcontains(aws_instance.this.user_data, "--debug-mode")
    error_message = "a debug enclave proves nothing"
  }

  assert {
    condition     = strcontains(aws_instance.this.user_data, "${var.image.sha256}  /opt/verigrad/enclave.eif") && strcontains(aws_instance.this.user_data, "/usr/bin/vsock-proxy 8000 kms.eu-central-1.amazonaws.com 443")
    error_message = "the parent checks the file and opens the named ways only"
  }
}

run "gives_the_parent_one_object_and_nothing_else" {
  command = plan

  assert {
    condition     = one(jsondecode(aws_iam_role_policy.image.policy).Statement).Resource == ["arn:aws:s3:::artifacts/forwarder/enclave.eif"]
    error_message = "the parent reads its enclave image"
  }

  assert {
    condition     = aws_instance.this.metadata_options[0].http_tokens == "required" && aws_instance.this.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "credentials must not leave by a forwarded request"
  }
}
