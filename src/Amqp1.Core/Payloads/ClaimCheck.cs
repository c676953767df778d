using System.Security.Cryptography;
using Amqp1.Configuration;
using Amqp1.Json;
using Microsoft.Extensions.Logging;

namespace Amqp1.Payloads;

/// <summary>
/// Replaces large payloads by references to a store, and references by their payloads (docs/using/claim-check.md). Thread-safe.
/// </summary>
internal sealed class ClaimCheck
{
    private readonly IPayloadStore _store;
    private readonly ClaimCheckOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _unstored;

    /// <param name="store">The store, code of the application.</param>
    /// <param name="options">The options, which do not change.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log, which does not throw.</param>
    /// <exception cref="ArgumentException">The ID of the store has the wrong form.</exception>
    public ClaimCheck(IPayloadStore store, ClaimCheckOptions options, TimeProvider time, ILogger logger)
    {
        (_store, _options, _time, _logger) = (store, options, time, logger);
        StoreId = PayloadReference.IsStoreId(store.Id)
            ? store.Id
            : throw new ArgumentException(
                $"The ID of {store.GetType()} must be 1 to {PayloadReference.MaxStoreIdLength} letters, digits, '.', '_' and '-' of ASCII.", nameof(store));
    }

    /// <summary>The ID of the store.</summary>
    public string StoreId { get; }

    /// <summary>Whether stored results are accepted and sent.</summary>
    public bool StoresResults => _options.StoreResults;

    /// <summary>Whether the payloads of notifications are stored.</summary>
    public bool StoresNotifications => _options.StoreNotifications;

    /// <summary>
    /// Logs the options that have no effect because there is no store. They are no error: services often share their configuration, of which
    /// only some have a store, and payloads are sent in their messages.
    /// </summary>
    public static void WarnWithoutStore(ClaimCheckOptions options, ILogger logger)
    {
        if (options.StoreArguments)
        {
            PayloadLog.NoStore(logger, nameof(options.StoreArguments));
        }

        if (options.StoreNotifications)
        {
            PayloadLog.NoStore(logger, nameof(options.StoreNotifications));
        }
    }

    /// <summary>Returns whether a payload of a length, in bytes, is to be stored.</summary>
    public bool IsLarge(int length) => length >= _options.Threshold && length <= _options.MaxLength;

    /// <summary>
    /// Stores a payload. Returns its reference; null if the store has no room or has failed, so that the payload is sent in its message.
    /// </summary>
    /// <param name="kind">The use of the payload.</param>
    /// <param name="json">The payload, which is copied before this method returns its task.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<PayloadReference?> TryStoreAsync(PayloadKind kind, ReadOnlySpan<byte> json, CancellationToken cancel)
    {
        var (bytes, isCompressed) = StoredBytes.Write(json, _options.Compress);
        return TryStoreAsync(
            new PayloadReference(
                StoreId, PayloadReference.NewName(kind), json.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), isCompressed),
            bytes,
            cancel);
    }

    /// <summary>Returns the payload of a reference. The array of the text is returned by the code that uses it.</summary>
    /// <param name="kind">The use of the payload.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PayloadUnavailableException">The reference cannot be used, or the store has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<JsonText> OpenAsync(PayloadKind kind, PayloadReference reference, CancellationToken cancel)
    {
        if (reference.StoreId != StoreId)
        {
            throw new PayloadUnavailableException($"The payload is in the store {reference.StoreId}, but the store of this process is {StoreId}.");
        }

        if (!reference.IsOf(kind))
        {
            throw new PayloadUnavailableException("The stored payload has another use than its reference.");
        }

        if (reference.Length > _options.MaxLength)
        {
            throw new PayloadUnavailableException($"The stored payload has {reference.Length} bytes, but at most {_options.MaxLength} are read.");
        }

        var bytes = await ReadAsync(reference, cancel).ConfigureAwait(false)
            ?? throw new PayloadUnavailableException("The payload was not found in the store; it may have expired.");
        return StoredBytes.Read(reference, bytes, mustBeObject: kind == PayloadKind.Arguments);
    }

    /// <summary>Removes a payload that nobody will read again. Does not throw; a payload that is not removed expires.</summary>
    public async ValueTask RemoveAsync(PayloadReference reference)
    {
        try
        {
            await WithinLimitAsync(async cancel =>
            {
                await _store.RemoveAsync(reference.Name, cancel).ConfigureAwait(false);
                return true;
            }, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The store is code of the application; the payload expires.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            PayloadLog.NotRemoved(_logger, StoreId, reference.Name, failure);
        }
    }

    private async ValueTask<PayloadReference?> TryStoreAsync(PayloadReference reference, byte[] bytes, CancellationToken cancel)
    {
        try
        {
            if (await WithinLimitAsync(token => _store.StoreAsync(reference.Name, bytes, token), cancel).ConfigureAwait(false))
            {
                OnStored();
                return reference;
            }

            OnFull();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The store is code of the application; the payload is sent in its message.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            PayloadLog.NotStored(_logger, StoreId, reference.Length, failure);
        }

        return null;
    }

    private async ValueTask<byte[]?> ReadAsync(PayloadReference reference, CancellationToken cancel)
    {
        try
        {
            // Stored bytes are never longer than their payload.
            return await WithinLimitAsync(token => _store.ReadAsync(reference.Name, reference.Length, token), cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The store is code of the application.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            PayloadLog.NotRead(_logger, StoreId, reference.Name, failure);
            throw new PayloadUnavailableException("The payload store could not be read.", failure) { IsTransient = true };
        }
    }

    /// <summary>Runs an operation of the store, and stops waiting for it after the time limit.</summary>
    private async Task<T> WithinLimitAsync<T>(Func<CancellationToken, ValueTask<T>> operation, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        return await operation(either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
    }

    private void OnFull()
    {
        // Under lasting overload, every payload finds the store full. That is one incident.
        if (Interlocked.Increment(ref _unstored) == 1)
        {
            PayloadLog.Full(_logger, StoreId);
        }
    }

    private void OnStored()
    {
        if (Volatile.Read(ref _unstored) > 0 && Interlocked.Exchange(ref _unstored, 0) is > 0 and var unstored)
        {
            PayloadLog.HasRoom(_logger, StoreId, unstored);
        }
    }
}
