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

run "rejects_a_name_with_upper_case" {
  command = plan

  variables {
    name = "Forwarder"
  }

  expect_failures = [var.name]
}

run "rejects_a_network_by_its_bare_name" {
  command = plan

  variables {
    network = { vpc_id = "main", subnet_id = "main" }
  }

  expect_failures = [var.network]
}

run "rejects_a_parent_image_by_its_name" {
  command = plan

  variables {
    ami_id = "amazon-linux"
  }

  expect_failures = [var.ami_id]
}

run "rejects_a_machine_without_enclaves" {
  command = plan

  variables {
    instance_type = "t3.xlarge"
  }

  expect_failures = [var.instance_type]
}

run "rejects_a_machine_that_leaves_the_parent_no_core" {
  command = plan

  variables {
    instance_type = "m7i.large"
  }

  expect_failures = [aws_instance.this]
}

run "rejects_half_a_core" {
  command = plan

  variables {
    enclave = { cpus = 3 }
  }

  expect_failures = [var.enclave]
}

run "rejects_an_image_that_is_no_enclave" {
  command = plan

  variables {
    image = { bucket = "artifacts", key = "e.zip", version_id = "1", sha256 = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", pcr0 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", pcr1 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", pcr2 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
  }

  expect_failures = [var.image]
}

run "rejects_an_image_without_a_digest" {
  command = plan

  variables {
    image = { bucket = "artifacts", key = "e.eif", version_id = "1", sha256 = "", pcr0 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", pcr1 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", pcr2 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
  }

  expect_failures = [var.image]
}

run "rejects_the_measurements_of_debug_mode" {
  command = plan

  variables {
    image = { bucket = "artifacts", key = "e.eif", version_id = "1", sha256 = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", pcr0 = "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", pcr1 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", pcr2 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
  }

  expect_failures = [var.image]
}

run "rejects_an_enclave_without_any_way_out" {
  command = plan

  variables {
    egress = {}
  }

  expect_failures = [var.egress]
}

run "rejects_a_way_out_by_address" {
  command = plan

  variables {
    egress = { all = { host = "0.0.0.0", vsock_port = 8000 } }
  }

  expect_failures = [var.egress]
}

run "rejects_two_ways_on_one_port" {
  command = plan

  variables {
    egress = {
      a = { host = "a.example.com", vsock_port = 8000 }
      b = { host = "b.example.com", vsock_port = 8000 }
    }
  }

  expect_failures = [var.egress]
}

run "rejects_a_port_of_root" {
  command = plan

  variables {
    port = 22
  }

  expect_failures = [var.port]
}

run "rejects_a_range_that_is_none" {
  command = plan

  variables {
    callers = ["everybody"]
  }

  expect_failures = [var.callers]
}

run "rejects_a_key_that_nobody_administers" {
  command = plan

  variables {
    key_administrators = []
  }

  expect_failures = [var.key_administrators]
}

run "rejects_an_enclave_that_takes_all_processors" {
  command = plan

  variables {
    enclave = { cpus = 4 }
  }

  expect_failures = [aws_instance.this]
}

run "rejects_tags_that_aws_keeps_for_itself" {
  command = plan

  variables {
    tags = { "aws:owner" = "me" }
  }

  expect_failures = [var.tags]
}
