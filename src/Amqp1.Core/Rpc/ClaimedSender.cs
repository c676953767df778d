using Amqp1.Json;
using Amqp1.Payloads;

namespace Amqp1.Rpc;

/// <summary>
/// Sends requests of clients with a payload store: large arguments are stored if the client stores arguments, and stored results are read
/// (docs/spec/claim-check.md).
/// </summary>
internal static class ClaimedSender
{
    /// <inheritdoc cref="RequestSender.CallAsync{TResult}" />
    public static async Task<TResult> CallAsync<TResult>(
        ClaimCheck claims,
        RequestSender sender,
        string method,
        object? arguments,
        Func<RpcClientSettings, string, ReadOnlyMemory<byte>, TResult> read,
        CancellationToken cancel)
    {
        var prepared = await PrepareAsync(claims, sender, arguments, cancel).ConfigureAwait(false);
        try
        {
            var received = await sender.CallDirectlyAsync(method, prepared.Arguments, Receive, cancel).ConfigureAwait(false);

            // The method has ended, so that nobody reads the arguments again.
            await RemoveAsync(claims, prepared.Reference).ConfigureAwait(false);
            return received.Reference is { } reference
                ? await OpenAsync(claims, sender.Settings, method, reference, read, cancel).ConfigureAwait(false)
                : received.Result;
        }
        catch (MessageDeliveryException notSent) when (!notSent.InDoubt)
        {
            await RemoveAsync(claims, prepared.Reference).ConfigureAwait(false);
            throw;
        }

        (TResult Result, byte[]? Reference) Receive(RpcClientSettings settings, string called, ReadOnlyMemory<byte> response) =>
            claims.StoresResults && PayloadReference.IsIn(response.Span) ? (default!, response.ToArray()) : (read(settings, called, response), null);
    }

    /// <inheritdoc cref="RequestSender.CastAsync" />
    public static async Task CastAsync(ClaimCheck claims, RequestSender sender, string method, object? arguments, CancellationToken cancel)
    {
        var prepared = await PrepareAsync(claims, sender, arguments, cancel).ConfigureAwait(false);
        try
        {
            await sender.CastDirectlyAsync(method, prepared.Arguments, cancel).ConfigureAwait(false);
        }
        catch (MessageDeliveryException notSent) when (!notSent.InDoubt)
        {
            await RemoveAsync(claims, prepared.Reference).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="RequestSender.OpenStreamAsync" />
    public static async Task<IItemSource> OpenStreamAsync(
        ClaimCheck claims, RequestSender sender, string method, object? arguments, RpcStreamOptions options, CancellationToken cancel)
    {
        var prepared = await PrepareAsync(claims, sender, arguments, cancel).ConfigureAwait(false);
        return await sender.OpenStreamDirectlyAsync(method, prepared.Arguments, options, cancel).ConfigureAwait(false);
    }

    /// <summary>Returns the arguments to send: the given ones, the same as JSON, or a reference to a store.</summary>
    private static async ValueTask<(object? Arguments, PayloadReference? Reference)> PrepareAsync(
        ClaimCheck claims, RequestSender sender, object? arguments, CancellationToken cancel)
    {
        if (!sender.Settings.StoresArguments || arguments is null)
        {
            return (arguments, null);
        }

        var json = Write(arguments, sender.Settings);
        if (!claims.IsLarge(json.Length))
        {
            return (new WrittenArguments(json), null);
        }

        var reference = await claims.TryStoreAsync(PayloadKind.Arguments, json.Span, cancel).ConfigureAwait(false);
        if (reference is null)
        {
            return (new WrittenArguments(json), null);
        }

        json.Return();
        return (new WrittenArguments(reference.ToJson()), reference);
    }

    private static JsonText Write(object arguments, RpcClientSettings settings)
    {
        var scratch = JsonScratch.Rent();
        RpcArguments.Write(scratch.Writer, arguments, settings.Json);
        return scratch.Finish();
    }

    private static async ValueTask<TResult> OpenAsync<TResult>(
        ClaimCheck claims,
        RpcClientSettings settings,
        string method,
        byte[] reference,
        Func<RpcClientSettings, string, ReadOnlyMemory<byte>, TResult> read,
        CancellationToken cancel)
    {
        try
        {
            var parsed = PayloadReference.Parse(reference);
            var response = await claims.OpenAsync(PayloadKind.Result, parsed, cancel).ConfigureAwait(false);
            var result = read(settings, method, response);
            response.Return();
            await claims.RemoveAsync(parsed).ConfigureAwait(false);
            return result;
        }
        catch (PayloadUnavailableException unavailable)
        {
            throw new MessagingException($"The result of {method} cannot be read: {unavailable.Message}", unavailable);
        }
    }

    private static ValueTask RemoveAsync(ClaimCheck claims, PayloadReference? reference) =>
        reference is null ? ValueTask.CompletedTask : claims.RemoveAsync(reference);
}
