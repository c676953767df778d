namespace Amqp1.Interop.Tests.Harness;

/// <summary>A router or broker, and what can be expected of it.</summary>
public abstract class Intermediary : IAsyncDisposable
{
    /// <summary>A multicast address reaches every consumer.</summary>
    public virtual bool HasFanout => true;

    /// <summary>A released delivery comes again, be it that the intermediary delivers it anew or that its sender sends it again.</summary>
    public virtual bool HasRequeue => true;

    /// <summary>A sender gets the outcome that the consumer chose. A broker answers itself, when it has stored the message.</summary>
    public abstract bool SettlesEndToEnd { get; }

    /// <summary>The flags of a modified outcome reach the sender as the consumer set them. Qpid Dispatch sets delivery-failed on all of them.</summary>
    public virtual bool KeepsFlagsOfModified => SettlesEndToEnd;

    /// <summary>Consumers that all have credit get their share; otherwise one of them may get everything.</summary>
    public virtual bool SharesAmongIdleConsumers => true;

    /// <summary>The syntax of addresses that both sides are told to use; null leaves it to what the intermediary says of itself.</summary>
    public virtual string? AddressingMode => null;

    /// <summary>Messages have the form of oslo's AMQP 1.0 driver, and addresses too, so that a raw peer of the tests can write them.</summary>
    public virtual bool UsesAmqp1Format => true;

    /// <summary>The interpreter of the Python peers; null means the one of this machine.</summary>
    public virtual string? Python => null;

    /// <summary>The URL of one of its virtual hosts, for both kinds of peer: syntax of addresses and delays ride in its query.</summary>
    /// <param name="url">The URL that <see cref="StartAsync"/> has returned, without a slash at its end.</param>
    /// <param name="vhost">The virtual host; null for the default one.</param>
    public virtual string UrlOf(string url, string? vhost)
    {
        var mode = AddressingMode is { } syntax ? $"&addressing_mode={syntax}" : "";
        return $"{url}/{vhost}?link_retry_delay=1{mode}";
    }

    /// <summary>Starts it and returns its transport URL. The test is skipped when it is not to be had.</summary>
    public abstract Task<string> StartAsync(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}
