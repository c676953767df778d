namespace Amqp1.Payloads;

/// <summary>The limits of a <see cref="FilePayloadStore"/>.</summary>
public sealed class FilePayloadStoreOptions
{
    /// <summary>
    /// The age at which a payload is removed. It must be longer than messages can wait, for example in a queue of a broker. Default: 1 hour.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The maximum total size of the payloads in the directory, in bytes. While it is reached, no payload is stored. What other processes
    /// have stored is counted when expired payloads are removed. Default: 1073741824 (1 GiB).
    /// </summary>
    public long MaxTotalBytes { get; init; } = 1024L * 1024 * 1024;
}
