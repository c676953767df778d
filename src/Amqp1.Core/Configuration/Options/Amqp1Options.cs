namespace Amqp1.Configuration;

/// <summary>The options of the driver, bound from the section <c>Amqp1</c>.</summary>
/// <remarks>Not thread-safe. The options are read once, when the message bus is created.</remarks>
public sealed class Amqp1Options
{
    /// <summary>The name of the section from which these options are bound: <c>Amqp1</c>.</summary>
    public const string SectionName = "Amqp1";

    /// <summary>
    /// The location of the message bus, with credentials; it is a secret. See <see cref="Amqp1.TransportUrl"/>. Default: null (none).
    /// </summary>
    public string? TransportUrl { get; set; }

    /// <summary>The exchange of targets without an exchange. It is part of every address. Default: <c>openstack</c>.</summary>
    public string ControlExchange { get; set; } = "openstack";

    /// <summary>
    /// The kinds of message that are sent settled. Settled messages are faster, but a message that a router or broker drops is lost
    /// without an error. Several kinds are written as <c>"RpcCast, RpcReply"</c>. Default: <see cref="PreSettledKinds.None"/>, unlike the
    /// Python driver.
    /// </summary>
    public PreSettledKinds PreSettled { get; set; }

    /// <summary>
    /// Whether the W3C baggage of the current activity, or of the message that is being served, is sent with every call, cast and
    /// notification and is read from received messages. Every receiver of a message can read its baggage. Default: false.
    /// </summary>
    public bool PropagateBaggage { get; set; }

    /// <summary>The options of the connection: idle timeout, retries and time limits.</summary>
    public ConnectionOptions Connection { get; set; } = new();

    /// <summary>The options of TLS and SASL.</summary>
    public SecurityOptions Security { get; set; } = new();

    /// <summary>The options of addresses.</summary>
    public AddressingOptions Addressing { get; set; } = new();

    /// <summary>The options of RPC clients and servers.</summary>
    public RpcOptions Rpc { get; set; } = new();

    /// <summary>The options of notifiers and notification listeners.</summary>
    public NotificationOptions Notifications { get; set; } = new();

    /// <summary>The options of the claim check, which stores large payloads outside the bus.</summary>
    public ClaimCheckOptions ClaimCheck { get; set; } = new();

    /// <summary>The options of transport URLs with the scheme <c>rabbit</c>.</summary>
    public RabbitOptions Rabbit { get; set; } = new();

    internal Amqp1Options Clone()
    {
        var copy = (Amqp1Options)MemberwiseClone();
        copy.Connection = Connection.Clone();
        copy.Security = Security.Clone();
        copy.Addressing = Addressing.Clone();
        copy.Rpc = Rpc.Clone();
        copy.Notifications = Notifications.Clone();
        copy.ClaimCheck = ClaimCheck.Clone();
        copy.Rabbit = Rabbit.Clone();
        return copy;
    }
}
