# A scheduler's job file: short blocks on one line, maps, and numbers with units in strings.
job "orders-api" {
  datacenters = ["fra1", "ams1"]
  type        = "service"
  priority    = 70

  update {
    max_parallel     = 2
    min_healthy_time = "30s"
    auto_revert      = true
    canary           = 1
  }

  group "api" {
    count = 3

    network {
      mode = "bridge"
      port "http" { to = 8080 }
      port "metrics" { to = 9090 }
    }

    service {
      name = "orders-api"
      port = "http"
      tags = [
        "urlprefix-/orders",
        "team=payments",
      ]

      check {
        type     = "http"
        path     = "/health"
        interval = "10s"
        timeout  = "2s"
      }
    }

    task "server" {
      driver = "docker"

      config {
        image = "registry.example.com/orders-api:2.4.1"
        ports = ["http", "metrics"]
        labels = {
          "com.example.team" = "payments"
          owner              = "orders"
          "log level"        = info
        }
      }

      template {
        destination = "local/app.env"
        change_mode = "restart"
        data        = <<-ENV
          LOG_LEVEL=info
          FEATURES="refunds,partial-capture"

          # blank lines and quotes are part of the text
          PRICE_FORMAT=$${currency} %%{amount}
        ENV
      }

      env {
        REGION = "eu-central"
      }

      resources {
        cpu    = 500 # MHz
        memory = 512 /* MiB */
      }
    }
  }
}
