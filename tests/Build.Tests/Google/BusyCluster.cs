namespace Build.Tests.Google;

/// <summary>A cluster of three nodes whose Pods may be moved one at a time only: what a run that replaces its nodes must never break, wherever it is killed.</summary>
internal static class BusyCluster
{
    public const string Scenario = """
        clusterDelays: {like: none}
        projects:
        - id: kfp-proj
          number: "123456789012"
          services: [serviceusage, cloudresourcemanager, iam, iamcredentials, container, compute, storage]
          policy: [{role: roles/owner, members: ["user:deployer@example.com"]}]
          clusters:
          - name: kubeflow
            location: us-central1-a
            nodePools: [{name: default-pool, machineType: n1-standard-2, nodes: 3, scopes: [cloud-platform], autoscaling: {min: 3, max: 5}}]
            objects:
            - |
              {apiVersion: v1, kind: Namespace, metadata: {name: kubeflow}}
              ---
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: ml-pipeline, namespace: kubeflow}
              spec: {replicas: 3, selector: {matchLabels: {app: p}}, template: {metadata: {labels: {app: p}}, spec: {containers: [{name: a, image: i}]}}}
              ---
              {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: ml-pipeline, namespace: kubeflow}, spec: {minAvailable: 2, selector: {matchLabels: {app: p}}}}
        """;
}
