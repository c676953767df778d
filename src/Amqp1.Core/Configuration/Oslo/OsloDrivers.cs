namespace Amqp1.Configuration.Oslo;

/// <summary>
/// The drivers that the transport URLs of the files select. As in oslo, a driver reads only its own group of options. If the files do not
/// contain the transport URL of RPC, it is set elsewhere and may select either driver.
/// </summary>
internal sealed class OsloDrivers
{
    private readonly bool _amqp;
    private readonly bool _rabbit;

    private OsloDrivers(bool amqp, bool rabbit)
    {
        _amqp = amqp;
        _rabbit = rabbit;
    }

    /// <summary>Determines the drivers of the files.</summary>
    public static OsloDrivers Of(OsloIniFiles files, OsloSubstitution substitution)
    {
        var rpc = DialectOf(OsloOptionTable.DefaultGroup, files, substitution);
        var notifications = DialectOf(OsloOptionTable.NotificationsGroup, files, substitution) ?? rpc;
        return new OsloDrivers(
            amqp: rpc is null || rpc == RequestedDialect.ByPeer || notifications == RequestedDialect.ByPeer,
            rabbit: rpc is null || rpc == RequestedDialect.OsloRabbit || notifications == RequestedDialect.OsloRabbit);
    }

    /// <summary>Returns whether the options of a group are used; true for groups that belong to no driver.</summary>
    public bool Use(string group) => group switch
    {
        OsloOptionTable.AmqpGroup or OsloOptionTable.OldAmqpGroup => _amqp,
        OsloOptionTable.RabbitGroup => _rabbit,
        _ => true,
    };

    /// <summary>Returns the reason why a group has no effect; null if it may have one.</summary>
    public string? ReasonForGroup(string group) =>
        Use(group) ? null : $"has no effect, because no transport_url of the files has the scheme '{(_amqp ? "rabbit" : "amqp")}'";

    /// <summary>Returns the dialect of a transport URL; null if the files do not contain it. Errors in URLs are found by the validator.</summary>
    private static RequestedDialect? DialectOf(string group, OsloIniFiles files, OsloSubstitution substitution)
    {
        var option = OsloOptionTable.Find(group, "transport_url")!;
        if (files.Find([option.Name, .. option.DeprecatedNames], all: false) is not [.., var url])
        {
            return null;
        }

        try
        {
            return TransportUrl.Parse(substitution.Apply(url, group)).RequestedDialect;
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidTransportUrlException)
        {
            return null;
        }
    }
}
