using System.Text.Json;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace ComputeService;

/// <summary>The methods of topic <c>compute</c>, for callers in any language.</summary>
[RpcEndpoint("compute", Version = "1.0")]
public sealed class ComputeEndpoint(InstanceStore instances, INotifier notifier, TimeProvider time)
{
    public JsonElement Echo(JsonElement data) => data;

    public Instance BuildInstance(string name, JsonElement flavor)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException("An instance must have a name.");
        }

        if (flavor.ValueKind is not (JsonValueKind.String or JsonValueKind.Object))
        {
            throw new ArgumentException("A flavor must be a name or an object.");
        }

        var instance = new Instance(Guid.NewGuid().ToString(), name, flavor, Environment.MachineName, "building", time.GetUtcNow());
        Emit("create.start", instance);
        instance = instance with { State = "active" };
        instances.Add(instance);
        Emit("create.end", instance);
        return instance;
    }

    public Instance GetInstance(string instanceId) => instances.Get(instanceId);

    public IReadOnlyList<Instance> ListInstances() => instances.All;

    public void DeleteInstance(string instanceId)
    {
        Emit("delete.start", instances.Get(instanceId) with { State = "deleting" });
        Emit("delete.end", instances.Remove(instanceId) with { State = "deleted" });
    }

    /// <summary>Waits for the given time, to try out timeouts, heartbeats and draining.</summary>
    public Task SleepAsync(double seconds, CancellationToken cancel) => Task.Delay(TimeSpan.FromSeconds(seconds), time, cancel);

    /// <summary>Fails with one of Python's builtin exceptions.</summary>
    public void Fail(string kind, string message) => throw new RemoteErrorException("builtins", kind, message);

    /// <summary>
    /// Emits a notification without waiting for it: a missing listener neither fails nor delays the operation. A loss is logged, and the order
    /// is kept.
    /// </summary>
    private void Emit(string what, Instance instance) => _ = notifier.InfoAsync(
        $"compute.instance.{what}", new InstancePayload(instance.Id, instance.Name, instance.Flavor, instance.Host, instance.State));
}
