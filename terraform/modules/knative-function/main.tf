locals {
  labels = merge(var.labels, {
    "app.kubernetes.io/name"       = var.name
    "app.kubernetes.io/part-of"    = "verigrad"
    "app.kubernetes.io/managed-by" = "terraform"
  })

  # Each file has a folder of its own: /etc/verigrad/SETTING/content.
  secret_mounts = { for setting, ref in var.secret_files : setting => {
    volume = "secret-${lower(replace(setting, "_", "-"))}"
    folder = "/etc/verigrad/${lower(replace(setting, "_", "-"))}"
    ref    = ref
  } }
  config_mounts = { for setting, content in var.config_files : setting => {
    volume = "config-${lower(replace(setting, "_", "-"))}"
    folder = "/etc/verigrad/${lower(replace(setting, "_", "-"))}"
  } }

  environment = concat(
    [for name in sort(keys(var.environment)) : { name = name, value = var.environment[name] }],
    [for name in sort(keys(local.secret_mounts)) : { name = name, value = "${local.secret_mounts[name].folder}/content" }],
    [for name in sort(keys(local.config_mounts)) : { name = name, value = "${local.config_mounts[name].folder}/content" }],
  )
  secret_environment = [for name in sort(keys(var.secret_environment)) : {
    name      = name
    valueFrom = { secretKeyRef = { name = var.secret_environment[name].secret, key = var.secret_environment[name].key } }
  }]

  volumes = concat(
    [{ name = "tmp", emptyDir = { medium = "Memory", sizeLimit = "64Mi" } }],
    [for name in sort(keys(local.secret_mounts)) : {
      name = local.secret_mounts[name].volume
      secret = {
        secretName = local.secret_mounts[name].ref.secret
        items      = [{ key = local.secret_mounts[name].ref.key, path = "content" }]
      }
    }],
    [for name in sort(keys(local.config_mounts)) : {
      name      = local.config_mounts[name].volume
      configMap = { name = "${var.name}-files", items = [{ key = name, path = "content" }] }
    }],
  )
  mounts = concat(
    [{ name = "tmp", mountPath = "/tmp", readOnly = false }],
    [for m in concat([for name in sort(keys(local.secret_mounts)) : local.secret_mounts[name]], [for name in sort(keys(local.config_mounts)) : local.config_mounts[name]]) : {
      name      = m.volume
      mountPath = m.folder
      readOnly  = true
    }],
  )

  annotations = merge(
    {
      "autoscaling.knative.dev/min-scale"                          = tostring(var.scaling.min)
      "autoscaling.knative.dev/max-scale"                          = tostring(var.scaling.max)
      "autoscaling.knative.dev/target-utilization-percentage"      = tostring(var.scaling.target_percent)
      "autoscaling.knative.dev/scale-to-zero-pod-retention-period" = var.scaling.scale_to_zero_grace
    },
    # A new file is a new revision: a running process keeps the content that it started with.
    length(var.config_files) == 0 ? {} : { "verigrad.io/files" = sha256(jsonencode(var.config_files)) },
  )

  pod = merge(
    {
      serviceAccountName           = kubernetes_service_account_v1.this.metadata[0].name
      automountServiceAccountToken = false
      enableServiceLinks           = false
      containerConcurrency         = var.scaling.concurrency
      timeoutSeconds               = var.timeout_seconds
      volumes                      = local.volumes
      containers = [{
        name  = "function"
        image = var.image
        ports = [{ name = "http1", containerPort = var.port }]
        env   = concat([{ name = "QUARKUS_HTTP_PORT", value = tostring(var.port) }], local.environment, local.secret_environment)
        resources = {
          requests = { cpu = var.resources.cpu, memory = var.resources.memory }
          limits   = { memory = var.resources.memory_limit }
        }
        readinessProbe = { httpGet = { path = "/q/health/ready" }, timeoutSeconds = 5, failureThreshold = 3 }
        livenessProbe  = { httpGet = { path = "/q/health/live" }, periodSeconds = 10, timeoutSeconds = 5, failureThreshold = 3 }
        securityContext = {
          allowPrivilegeEscalation = false
          readOnlyRootFilesystem   = true
          runAsNonRoot             = true
          capabilities             = { drop = ["ALL"] }
          seccompProfile           = { type = "RuntimeDefault" }
        }
        volumeMounts = local.mounts
      }]
    },
    length(var.node_selector) == 0 ? {} : { nodeSelector = var.node_selector },
    var.runtime_class == null ? {} : { runtimeClassName = var.runtime_class },
  )
}

resource "kubernetes_service_account_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.labels
  }

  # The functions never speak to the cluster.
  automount_service_account_token = false
}

resource "kubernetes_config_map_v1" "files" {
  count = length(var.config_files) == 0 ? 0 : 1

  metadata {
    name      = "${var.name}-files"
    namespace = var.namespace
    labels    = local.labels
  }

  data = var.config_files
}

resource "kubernetes_manifest" "service" {
  manifest = {
    apiVersion = "serving.knative.dev/v1"
    kind       = "Service"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = merge(local.labels, var.public ? {} : { "networking.knative.dev/visibility" = "cluster-local" })
    }
    spec = {
      template = {
        metadata = {
          labels      = local.labels
          annotations = local.annotations
        }
        spec = local.pod
      }
    }
  }

  # Knative writes who made and changed it.
  computed_fields = ["metadata.annotations", "metadata.labels"]

  wait {
    condition {
      type   = "Ready"
      status = "True"
    }
  }

  lifecycle {
    precondition {
      condition     = length(var.node_selector) == 0 || contains(var.cluster_features, "kubernetes.podspec-nodeselector")
      error_message = "node_selector needs kubernetes.podspec-nodeselector in the cluster's config-features (and in cluster_features): without it Knative refuses the Service."
    }

    precondition {
      condition     = var.runtime_class == null || contains(var.cluster_features, "kubernetes.podspec-runtimeclassname")
      error_message = "runtime_class needs kubernetes.podspec-runtimeclassname in the cluster's config-features (and in cluster_features): without it Knative refuses the Service."
    }

    precondition {
      condition     = length(distinct(concat(keys(var.environment), keys(var.secret_environment), keys(var.secret_files), keys(var.config_files)))) == length(concat(keys(var.environment), keys(var.secret_environment), keys(var.secret_files), keys(var.config_files)))
      error_message = "a setting is given twice (environment, secret_environment, secret_files, config_files); one of them would win unseen."
    }
  }

  depends_on = [kubernetes_config_map_v1.files]
}
