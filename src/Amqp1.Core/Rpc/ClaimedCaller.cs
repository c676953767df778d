using Amqp1.Json;
using Amqp1.Payloads;

namespace Amqp1.Rpc;

/// <summary>Calls methods on a server with a payload store: stored arguments are read before, and a large result is stored after.</summary>
internal static class ClaimedCaller
{
    /// <summary>Reads the arguments, calls the method, and stores the result if it is large and the caller accepts that.</summary>
    /// <param name="claims">The payload store.</param>
    /// <param name="invocation">The request.</param>
    /// <param name="call">Calls the method with the arguments and the result of the invocation.</param>
    /// <exception cref="RpcArgumentException">The arguments are a reference that cannot be used.</exception>
    /// <exception cref="MessagingException">The store has failed.</exception>
    public static async Task CallAsync(ClaimCheck claims, RpcInvocation invocation, Func<Task> call)
    {
        var arguments = JsonText.None;
        if (PayloadReference.IsIn(invocation.Arguments.Span))
        {
            arguments = await OpenAsync(claims, invocation).ConfigureAwait(false);
            invocation.Arguments = arguments;
        }

        await call().ConfigureAwait(false);
        arguments.Return();
        var result = invocation.Result;
        if (invocation.Context.AcceptsStoredResult && claims.IsLarge(result.Length)
            && await claims.TryStoreAsync(PayloadKind.Result, result.Span, invocation.Cancellation).ConfigureAwait(false) is { } reference)
        {
            invocation.Result = reference.ToJson();
            result.Return();
        }
    }

    private static async ValueTask<JsonText> OpenAsync(ClaimCheck claims, RpcInvocation invocation)
    {
        try
        {
            return await claims.OpenAsync(PayloadKind.Arguments, PayloadReference.Parse(invocation.Arguments.Span), invocation.Cancellation).ConfigureAwait(false);
        }
        catch (PayloadUnavailableException failed) when (!failed.IsTransient)
        {
            throw new RpcArgumentException($"{PeerText.Clean(invocation.Context.Method)}() arguments cannot be read: {failed.Message}", failed);
        }
    }
}
