mock_provider "kubernetes" {
  source          = "../../testing/mocks/kubernetes"
  override_during = plan
}

variables {
  name      = "verifier-fn"
  namespace = "verigrad"
  image     = "ghcr.io/verigrad/verifier-fn@sha256:1111111111111111111111111111111111111111111111111111111111111111"
}

run "rejects_a_name_with_upper_case" {
  command = plan

  variables {
    name = "Verifier"
  }

  expect_failures = [var.name]
}

run "rejects_the_default_namespace" {
  command = plan

  variables {
    namespace = "default"
  }

  expect_failures = [var.namespace]
}

run "rejects_an_image_that_is_named_by_tag" {
  command = plan

  variables {
    image = "ghcr.io/verigrad/verifier-fn:latest"
  }

  expect_failures = [var.image]
}

run "rejects_a_port_of_root" {
  command = plan

  variables {
    port = 80
  }

  expect_failures = [var.port]
}

run "rejects_a_setting_that_knative_sets_itself" {
  command = plan

  variables {
    environment = { PORT = "1" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_password_in_the_environment" {
  command = plan

  variables {
    environment = { QUARKUS_DATASOURCE_PASSWORD = "x" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_private_key_in_the_environment" {
  command = plan

  variables {
    environment = { VERIGRAD_KEY = "0x1111111111111111111111111111111111111111111111111111111111111111" }
  }

  expect_failures = [var.environment]
}

run "rejects_a_secret_that_is_no_name" {
  command = plan

  variables {
    secret_environment = { QUARKUS_DATASOURCE_PASSWORD = { secret = "My Secret", key = "password" } }
  }

  expect_failures = [var.secret_environment]
}

run "rejects_a_secret_file_for_a_setting_that_names_no_file" {
  command = plan

  variables {
    secret_files = { VERIGRAD_VERIFIER_KEY = { secret = "verifier-key", key = "key" } }
  }

  expect_failures = [var.secret_files]
}

run "rejects_an_empty_file" {
  command = plan

  variables {
    config_files = { VERIGRAD_VERIFIER_POLICY_FILE = "" }
  }

  expect_failures = [var.config_files]
}

run "rejects_a_maximum_below_the_minimum" {
  command = plan

  variables {
    scaling = { min = 3, max = 2 }
  }

  expect_failures = [var.scaling]
}

run "rejects_unbounded_scaling" {
  command = plan

  variables {
    scaling = { max = 0 }
  }

  expect_failures = [var.scaling]
}

run "rejects_unbounded_concurrency" {
  command = plan

  variables {
    scaling = { concurrency = 0 }
  }

  expect_failures = [var.scaling]
}

run "rejects_a_grace_that_is_no_duration" {
  command = plan

  variables {
    scaling = { scale_to_zero_grace = "soon" }
  }

  expect_failures = [var.scaling]
}

run "rejects_zero_timeout" {
  command = plan

  variables {
    timeout_seconds = 0
  }

  expect_failures = [var.timeout_seconds]
}

run "rejects_memory_without_a_unit" {
  command = plan

  variables {
    resources = { memory = "256" }
  }

  expect_failures = [var.resources]
}

run "rejects_a_node_selector_with_spaces" {
  command = plan

  variables {
    node_selector    = { "my pool" = "a" }
    cluster_features = ["kubernetes.podspec-nodeselector"]
  }

  expect_failures = [var.node_selector]
}

run "rejects_a_runtime_class_that_is_no_name" {
  command = plan

  variables {
    runtime_class    = "Kata CC"
    cluster_features = ["kubernetes.podspec-runtimeclassname"]
  }

  expect_failures = [var.runtime_class]
}

run "rejects_a_feature_that_is_none" {
  command = plan

  variables {
    cluster_features = ["gpu"]
  }

  expect_failures = [var.cluster_features]
}

run "rejects_a_node_selector_that_knative_would_refuse" {
  command = plan

  variables {
    node_selector = { "verigrad.io/pool" = "functions" }
  }

  expect_failures = [kubernetes_manifest.service]
}

run "rejects_a_runtime_class_that_knative_would_refuse" {
  command = plan

  variables {
    runtime_class = "kata-cc"
  }

  expect_failures = [kubernetes_manifest.service]
}

run "rejects_a_setting_that_is_given_twice" {
  command = plan

  variables {
    environment  = { VERIGRAD_VERIFIER_POLICY_FILE = "/policy.yaml" }
    config_files = { VERIGRAD_VERIFIER_POLICY_FILE = "version: 1" }
  }

  expect_failures = [kubernetes_manifest.service]
}

run "rejects_a_label_that_the_module_sets" {
  command = plan

  variables {
    labels = { "app.kubernetes.io/name" = "x" }
  }

  expect_failures = [var.labels]
}
