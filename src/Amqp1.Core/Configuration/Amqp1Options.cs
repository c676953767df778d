namespace Amqp1.Configuration;

/// <summary>Every option of the driver, bound from the section <c>Amqp1</c>.</summary>
/// <remarks>Not thread-safe; it is read once, when the message bus is created.</remarks>
public sealed class Amqp1Options
{
    /// <summary>The section these options are bound from: <c>Amqp1</c>.</summary>
    public const string SectionName = "Amqp1";

    /// <summary>Where the message bus is, with credentials: a secret. See <see cref="Amqp1.TransportUrl"/>. Default: null (none).</summary>
    public string? TransportUrl { get; set; }

    /// <summary>The exchange of targets that name none; part of every address. Default: <c>openstack</c>.</summary>
    public string ControlExchange { get; set; } = "openstack";

    /// <summary>
    /// The kinds of message that are sent settled: faster, and lost without a word when a router or broker drops them.
    /// Several are written as <c>"RpcCast, RpcReply"</c>. Default: <see cref="PreSettledKinds.None"/>, unlike the Python driver.
    /// </summary>
    public PreSettledKinds PreSettled { get; set; }

    /// <summary>
    /// Sends the W3C baggage of the current activity, or of the message that is being served, with every call, cast and notification, and
    /// reads it from received messages. Everybody who receives a message can read its baggage. Default: false.
    /// </summary>
    public bool PropagateBaggage { get; set; }

    /// <summary>The connection: idle time, retries, limits in time.</summary>
    public ConnectionOptions Connection { get; set; } = new();

    /// <summary>TLS and SASL.</summary>
    public SecurityOptions Security { get; set; } = new();

    /// <summary>How targets become addresses.</summary>
    public AddressingOptions Addressing { get; set; } = new();

    /// <summary>RPC clients and servers.</summary>
    public RpcOptions Rpc { get; set; } = new();

    /// <summary>Notifiers and notification listeners.</summary>
    public NotificationOptions Notifications { get; set; } = new();

    internal Amqp1Options Clone()
    {
        var copy = (Amqp1Options)MemberwiseClone();
        copy.Connection = Connection.Clone();
        copy.Security = Security.Clone();
        copy.Addressing = Addressing.Clone();
        copy.Rpc = Rpc.Clone();
        copy.Notifications = Notifications.Clone();
        return copy;
    }
}
