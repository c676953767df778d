namespace Amqp1.Configuration.Oslo;

/// <summary>The options of oslo.messaging that do not apply to this driver, with the reasons.</summary>
internal static class OsloUnsupported
{
    private const string OtherDriver = "belongs to another driver and has no effect";
    private const string InRabbitGroup = $"belongs to the group [{OsloOptionTable.RabbitGroup}] and has no effect here";
    private const string Pool = "has no effect; one connection carries everything, so that there is no pool";
    private const string InUrl = "was removed from oslo.messaging; the user name and password are part of transport_url";

    private static readonly Dictionary<OsloName, string> Options = new()
    {
        [new(OsloOptionTable.DefaultGroup, "rpc_conn_pool_size")] = Pool,
        [new(OsloOptionTable.DefaultGroup, "conn_pool_min_size")] = Pool,
        [new(OsloOptionTable.DefaultGroup, "conn_pool_ttl")] = Pool,
        [new(OsloOptionTable.DefaultGroup, "amqp_durable_queues")] = InRabbitGroup,
        [new(OsloOptionTable.DefaultGroup, "amqp_auto_delete")] = InRabbitGroup,
        [new(OsloOptionTable.DefaultGroup, "rpc_backend")] = "was removed from oslo.messaging; the scheme of transport_url selects the driver",
        [new(OsloOptionTable.AmqpGroup, "amqp_durable_queues")] = InRabbitGroup,
        [new(OsloOptionTable.AmqpGroup, "amqp_auto_delete")] = InRabbitGroup,
        [new(OsloOptionTable.AmqpGroup, "username")] = InUrl,
        [new(OsloOptionTable.AmqpGroup, "password")] = InUrl,
        [new(OsloOptionTable.AmqpGroup, "allow_insecure_clients")] = "was removed from oslo.messaging and has no effect",
    };

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["oslo_messaging_kafka"] = OtherDriver,
        ["oslo_messaging_zmq"] = OtherDriver,
        ["oslo_messaging_metrics"] = "has no effect; metrics come from the meters of this library",
    };

    private static readonly string[] RabbitPrefixes = ["rabbit_", "kombu_"];

    /// <summary>The groups in which every option is known, so that any other option is an error.</summary>
    private static readonly string[] ClosedGroups =
        [OsloOptionTable.AmqpGroup, OsloOptionTable.OldAmqpGroup, OsloOptionTable.RabbitGroup, OsloOptionTable.NotificationsGroup];

    /// <summary>
    /// Returns the reason why a whole group has no effect; null when it may have an effect or does not belong to oslo.messaging.
    /// </summary>
    public static string? ReasonForGroup(string group) => Groups.GetValueOrDefault(group);

    /// <summary>
    /// Returns the reason why an option that is not in <see cref="OsloOptionTable"/> has no effect; null when it does not belong to
    /// oslo.messaging.
    /// </summary>
    public static string? ReasonForOption(OsloName name)
    {
        if (Options.TryGetValue(name with { Group = name.Group == OsloOptionTable.OldAmqpGroup ? OsloOptionTable.AmqpGroup : name.Group }, out var reason))
        {
            return reason;
        }

        if (OsloRabbitUnsupported.ReasonForOption(name) is { } ofRabbit)
        {
            return ofRabbit;
        }

        if (name.Group == OsloOptionTable.OldNotificationsGroup)
        {
            return $"has no effect; notifications are configured in [{OsloOptionTable.NotificationsGroup}]";
        }

        if (ClosedGroups.Contains(name.Group))
        {
            return "is unknown and has no effect";
        }

        return name.Group == OsloOptionTable.DefaultGroup ? ReasonInDefault(name.Name) : null;
    }

    private static string? ReasonInDefault(string name)
    {
        if (RabbitPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return InRabbitGroup;
        }

        return name.StartsWith("rpc_zmq_", StringComparison.Ordinal) ? OtherDriver : null;
    }
}
