using KfPipelineTasks.Gcp.Billing;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Gcp.Projects;
using KfPipelineTasks.Gcp.Roles;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Gcp.Services;
using KfPipelineTasks.Gcp.Sql;
using KfPipelineTasks.Gcp.Storage;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp;

/// <summary>Everything that can be asked of Google Cloud, over one door.</summary>
public sealed class GoogleCloud
{
    /// <param name="door">The door.</param>
    /// <param name="output">Where waits are told.</param>
    /// <param name="deadline">How long one operation may take.</param>
    public GoogleCloud(GcpDoor door, IOutput output, TimeSpan deadline)
    {
        (Door, Output, Deadline) = (door, output, deadline);
        Operations = new GkeOperations(door, output, deadline);
        Clusters = new GkeClusters(door, Operations);
        NodePools = new GkeNodePools(door, Operations);
        Projects = new CloudProjects(door);
        Billing = new CloudBilling(door);
        Services = new ProjectServices(door);
        ServiceAccounts = new IamServiceAccounts(door);
        Keys = new IamKeys(door);
        Roles = new IamRoles(door);
        Policies = new PolicyWork(door);
        Compute = new ComputeEngine(door);
        Buckets = new CloudBuckets(door);
        ConfigControllers = new ConfigControllers(door);
        IdTokens = new IdTokens(door);
        Endpoints = new CloudEndpoints(door);
        Databases = new CloudSql(door);
    }

    public GcpDoor Door { get; }
    public IOutput Output { get; }
    public TimeSpan Deadline { get; }
    public IGkeOperations Operations { get; }
    public IClusters Clusters { get; }
    public INodePools NodePools { get; }
    public IProjects Projects { get; }
    public IBilling Billing { get; }
    public IServices Services { get; }
    public IServiceAccounts ServiceAccounts { get; }
    public IKeys Keys { get; }
    public IRoles Roles { get; }
    public PolicyWork Policies { get; }
    public ICompute Compute { get; }
    public IBuckets Buckets { get; }
    public IConfigControllers ConfigControllers { get; }
    public IdTokens IdTokens { get; }
    public IEndpoints Endpoints { get; }
    public IDatabases Databases { get; }
}
