namespace Amqp1.Interop.Tests.Harness;

/// <summary>A router or broker and the behaviour that tests can expect of it.</summary>
public abstract class Intermediary : IAsyncDisposable
{
    /// <summary>True if a multicast address reaches every consumer.</summary>
    public virtual bool HasFanout => true;

    /// <summary>
    /// True if a released delivery arrives again, because either the intermediary delivers it again or its sender sends it again.
    /// </summary>
    public virtual bool HasRequeue => true;

    /// <summary>
    /// True if a sender gets the outcome that the consumer chose. A broker settles itself when it has stored the message.
    /// </summary>
    public abstract bool SettlesEndToEnd { get; }

    /// <summary>True if a notification without a listener is stored until there is one.</summary>
    public virtual bool StoresNotifications => !SettlesEndToEnd;

    /// <summary>
    /// True if the flags of a modified outcome reach the sender unchanged. Qpid Dispatch sets delivery-failed on all of them.
    /// </summary>
    public virtual bool KeepsFlagsOfModified => SettlesEndToEnd;

    /// <summary>
    /// True if a broker counts a delivery whose consumer was lost (delivery-count in the header), so that another consumer sees how often that
    /// has happened.
    /// </summary>
    public virtual bool CountsLostListeners => StoresNotifications;

    /// <summary>True if consumers with credit share the messages. Otherwise one of them may get all messages.</summary>
    public virtual bool SharesAmongIdleConsumers => true;

    /// <summary>The syntax of addresses that both sides are told to use; null if the product name of the intermediary decides.</summary>
    public virtual string? AddressingMode => null;

    /// <summary>True if it has nodes for routable addresses. The documented patterns of qpidd are those of legacy addresses.</summary>
    public virtual bool ServesRoutableAddresses => AddressingMode != "legacy";

    /// <summary>
    /// True if messages and addresses have the form of oslo's AMQP 1.0 driver, so that a raw peer of the tests can write them.
    /// </summary>
    public virtual bool UsesAmqp1Format => true;

    /// <summary>The interpreter of the Python peers; null for the one of this machine.</summary>
    public virtual string? Python => null;

    /// <summary>
    /// Returns the URL of a virtual host for both kinds of peer. Its query contains the syntax of addresses and the delays.
    /// </summary>
    /// <param name="url">The URL that <see cref="StartAsync"/> returned, without a slash at its end.</param>
    /// <param name="vhost">The virtual host; null for the default one.</param>
    public virtual string UrlOf(string url, string? vhost)
    {
        var mode = AddressingMode is { } syntax ? $"&addressing_mode={syntax}" : "";
        return $"{url}/{vhost}?link_retry_delay=1{mode}";
    }

    /// <summary>Starts the intermediary and returns its transport URL. The test is skipped if the intermediary is not available.</summary>
    public abstract Task<string> StartAsync(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}
