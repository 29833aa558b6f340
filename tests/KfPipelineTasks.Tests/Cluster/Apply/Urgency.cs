using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Apply;

public sealed class Urgency
{
    [Fact]
    public void What_Pods_cannot_start_without_is_more_urgent_than_the_workload_that_makes_them()
    {
        var targets = Targets("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: server, namespace: tools}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: options, namespace: tools}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: of-nobody, namespace: tools}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: server, namespace: tools}
            spec:
              selector: {matchLabels: {app: server}}
              template:
                metadata: {labels: {app: server}}
                spec:
                  serviceAccountName: server
                  containers: [{name: main, image: example.com/server:1, envFrom: [{configMapRef: {name: options}}]}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: server, namespace: tools}
            spec: {selector: {app: server}, ports: [{port: 443}]}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: server}
            webhooks:
            - name: checks.tools.example.com
              clientConfig: {service: {name: server, namespace: tools}}
              failurePolicy: Fail
              sideEffects: None
              admissionReviewVersions: [v1]
              rules: [{apiGroups: [networking.k8s.io], apiVersions: [v1], operations: [CREATE], resources: [networkpolicies]}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: checked, namespace: tools}
            spec: {podSelector: {}}
            """);
        var workload = targets["Deployment server"].Height;
        Assert.True(workload > targets["NetworkPolicy checked"].Height);
        Assert.Equal(workload + 1, targets["ServiceAccount server"].Height);
        Assert.Equal(workload + 1, targets["ConfigMap options"].Height);
        Assert.Equal(0, targets["ConfigMap of-nobody"].Height);
    }

    private static Dictionary<string, Target> Targets(string text)
    {
        var problems = new Problems();
        var graph = AdmissionGraph.Build(ManifestReader.ReadText(text, "set.yaml", problems));
        Assert.Empty(problems.Found);
        Assert.Empty(graph.Problems);
        var targets = graph.Nodes.Select(node => new Target(node, node.Resource.Id)).ToList();
        Heights.Fill(targets);
        return targets.ToDictionary(target => $"{target.Id.Kind} {target.Id.Name}");
    }
}
