namespace Amqp1.Configuration;

/// <summary>
/// The options of the claim check, section <c>Amqp1:ClaimCheck</c>: large payloads are stored outside the bus, and their messages carry
/// references. Without a store, which is the default, they have no effect.
/// </summary>
public sealed class ClaimCheckOptions
{
    /// <summary>
    /// The directory of the payload store in files. All processes that exchange stored payloads need the same directory, for example on a
    /// shared file system. A relative path is relative to the content root. It is used by <c>AddAmqp1Messaging()</c>, unless the
    /// application adds a store of its own. Default: null (no store).
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>The length of its JSON, in bytes, from which a payload is stored. Default: 262144 (256 KiB).</summary>
    public int Threshold { get; set; } = 256 * 1024;

    /// <summary>
    /// The maximum length of a stored payload, in bytes of JSON. A longer one is sent in its message, and a reference to a longer one is
    /// refused. Default: 67108864 (64 MiB).
    /// </summary>
    public int MaxLength { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Whether the arguments of calls and casts are stored. Their servers must use the same store; a Python server cannot read them. A
    /// client interface can have its own value (<c>Amqp1:Clients:{interface}:StoreArguments</c>). Default: false.
    /// </summary>
    public bool StoreArguments { get; set; }

    /// <summary>
    /// Whether callers accept stored results, and servers store the results of callers that accept them. No other caller receives a
    /// reference. Default: true.
    /// </summary>
    public bool StoreResults { get; set; } = true;

    /// <summary>
    /// Whether the payloads of notifications are stored. Their listeners must use the same store; a Python listener receives the
    /// reference. Default: false.
    /// </summary>
    public bool StoreNotifications { get; set; }

    /// <summary>Whether stored payloads are compressed (gzip), if that makes them shorter. Default: true.</summary>
    public bool Compress { get; set; } = true;

    /// <summary>
    /// The age at which the store in files removes a payload. It must be longer than messages can wait, for example in a queue of a broker.
    /// Default: 1 hour.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The maximum total size of the store in files, in bytes. While it is full, payloads are sent in their messages. Default: 1073741824
    /// (1 GiB).
    /// </summary>
    public long MaxTotalBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>The time limit for each operation of the store. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal ClaimCheckOptions Clone() => (ClaimCheckOptions)MemberwiseClone();
}
