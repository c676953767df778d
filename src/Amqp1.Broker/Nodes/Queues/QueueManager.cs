namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The operations of management on the queues of the broker. Used in a turn.</summary>
internal sealed class QueueManager(QueueServices services) : IManagedQueues
{
    public int Count => services.Registry.Count;

    public IReadOnlyList<IManagedQueue> List(string? after, int most) =>
        [.. services.Registry.After(after).Take(most).Select(queue => new ManagedQueue(queue, services))];

    public IManagedQueue? Find(string name) => services.Registry.Find(name) is { } queue ? new ManagedQueue(queue, services) : null;

    public IManagedQueue? Create(string address, out string? refusal)
    {
        refusal = services.Nodes!.RefusalOf(address);
        if (refusal is not null)
        {
            return null;
        }

        var isNew = services.Nodes.Find(address) is null;
        var node = services.Nodes.GetOrAdd(address);
        if (node is QueueNode queue)
        {
            queue.IsPermanent = true;
            queue.Durable?.Persist();
            return new ManagedQueue(queue, services);
        }

        if (isNew)
        {
            services.Nodes.RemoveIfUnused(node);
        }

        refusal = "The address is not the address of a queue. Add it to Addresses with the distribution Queue.";
        return null;
    }

    public bool Delete(string name)
    {
        if (services.Registry.Find(name) is not { } queue)
        {
            return false;
        }

        queue.Delete();
        return true;
    }
}
