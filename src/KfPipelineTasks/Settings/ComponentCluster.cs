namespace KfPipelineTasks.Settings;

/// <summary>Which of the two clusters a component goes to.</summary>
public enum ComponentCluster
{
    Kubeflow,
    Management,
}
