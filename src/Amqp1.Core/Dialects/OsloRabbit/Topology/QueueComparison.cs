namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>
/// Compares a queue on the broker with its declaration (docs/spec/rabbit-topology.md#adopt-or-refuse). A queue can be used if it keeps
/// messages at least as well as the declared one.
/// </summary>
internal static class QueueComparison
{
    /// <summary>Returns the differences; none if the queue is as declared.</summary>
    public static IReadOnlyList<PropertyDifference> Compare(QueueDeclaration declared, QueueProperties actual)
    {
        var differences = new List<PropertyDifference>();
        if (actual.Exclusive != declared.Exclusive)
        {
            differences.Add(Flag("exclusive", declared.Exclusive, isUsable: false, option: null));
        }

        if (actual.Type != declared.Type)
        {
            // A quorum queue keeps messages better than a classic one. A stream delivers every message to every receiver.
            var isUsable = (declared.Type, actual.Type) is (QueueArguments.Classic, QueueArguments.Quorum);
            differences.Add(new("type", declared.Type, actual.Type, isUsable, OptionOfType(declared.Role, actual.Type)));
        }
        else if (actual.Durable != declared.Durable)
        {
            // The type determines the durability unless both are classic.
            differences.Add(Flag("durable", declared.Durable, isUsable: actual.Durable, OptionOfDurability(declared.Role)));
        }

        if (actual.AutoDelete != declared.AutoDelete)
        {
            var option = declared.Role == QueueRole.Topic ? RabbitOption.AutoDelete : null;
            differences.Add(Flag("auto_delete", declared.AutoDelete, isUsable: !actual.AutoDelete, option));
        }

        foreach (var name in declared.Arguments.Keys.Union(actual.Arguments).Where(name => name != QueueArguments.Type).Order(StringComparer.Ordinal))
        {
            var wanted = declared.Arguments.TryGetValue(name, out var value) ? PeerText.CleanObject(value) : null;
            var found = actual.ArgumentOf(name);
            if (wanted != found)
            {
                differences.Add(new(PeerText.Clean(name), wanted ?? "absent", found ?? "absent", IsUsable(declared.Role, name, found), OptionOf(name)));
            }
        }

        return differences;
    }

    private static PropertyDifference Flag(string property, bool declared, bool isUsable, RabbitOption? option) =>
        new(property, declared ? "true" : "false", declared ? "false" : "true", isUsable, option);

    /// <summary>A queue of a topic that expires would lose its messages while no server runs.</summary>
    private static bool IsUsable(QueueRole role, string argument, string? actual) =>
        !(role == QueueRole.Topic && argument == QueueArguments.Expires && actual is not null);

    private static RabbitOption? OptionOfType(QueueRole role, string actualType) => role switch
    {
        QueueRole.Topic => actualType == QueueArguments.Stream ? null : RabbitOption.QuorumQueues,
        QueueRole.Fanout => RabbitOption.TransientQuorumQueues,
        QueueRole.Stream => RabbitOption.StreamFanout,
        _ => null,
    };

    private static RabbitOption? OptionOfDurability(QueueRole role) => role switch
    {
        QueueRole.Topic => RabbitOption.DurableQueues,
        QueueRole.Fanout or QueueRole.Stream => RabbitOption.TransientQuorumQueues,
        _ => null,
    };

    private static RabbitOption? OptionOf(string argument) => argument switch
    {
        QueueArguments.Expires or QueueArguments.MaxAge => RabbitOption.TransientQueuesTtl,
        QueueArguments.DeliveryLimit => RabbitOption.QuorumDeliveryLimit,
        QueueArguments.MaxMemoryLength => RabbitOption.QuorumMaxMemoryLength,
        QueueArguments.MaxMemoryBytes => RabbitOption.QuorumMaxMemoryBytes,
        QueueArguments.HaPolicy => RabbitOption.HaQueues,
        _ => null,
    };
}
