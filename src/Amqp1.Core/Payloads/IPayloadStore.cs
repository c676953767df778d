namespace Amqp1.Payloads;

/// <summary>
/// Stores large payloads outside the bus, so that messages carry references to them (docs/using/claim-check.md). The processes that
/// exchange such messages use the same contents, for example one directory of a shared file system.
/// </summary>
/// <remarks>
/// Implementations must be thread-safe. They must remove payloads that are older than the time for which messages can wait, and bound
/// their total size: a payload whose reader has failed is never removed by anything else. The caller limits the time of every operation.
/// </remarks>
public interface IPayloadStore
{
    /// <summary>
    /// Identifies the contents of the store: 1 to 64 letters, digits, '.', '_' and '-' of ASCII. Stores with the same ID have the same
    /// payloads. A reference is used only by processes whose store has the ID in the reference. The value must not change.
    /// </summary>
    string Id { get; }

    /// <summary>Stores a payload. Completes when other processes can read it.</summary>
    /// <param name="name">A new random name: 33 lower-case letters and digits of ASCII.</param>
    /// <param name="content">The bytes to store. They do not change.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>False if the store has no room for the payload, which is then sent in its message.</returns>
    ValueTask<bool> StoreAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel = default);

    /// <summary>Reads a payload.</summary>
    /// <param name="name">The name from a reference, in the form that <see cref="StoreAsync"/> receives.</param>
    /// <param name="maxLength">The maximum number of bytes to read.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <returns>The bytes; null if the store has no payload of the name, or only one that is longer than <paramref name="maxLength"/>.</returns>
    ValueTask<byte[]?> ReadAsync(string name, int maxLength, CancellationToken cancel = default);

    /// <summary>Removes a payload that nobody will read again. Has no effect if the store does not have it.</summary>
    /// <param name="name">The name of the payload.</param>
    /// <param name="cancel">Cancels the operation.</param>
    ValueTask RemoveAsync(string name, CancellationToken cancel = default);
}
