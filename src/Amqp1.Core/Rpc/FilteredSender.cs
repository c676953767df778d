using Amqp1.Filters;

namespace Amqp1.Rpc;

/// <summary>
/// Sends calls and casts through filters. The filters enclose the activity, so a filter that calls <c>next</c> twice produces one span per
/// attempt.
/// </summary>
internal static class FilteredSender
{
    /// <inheritdoc cref="RequestSender.CallAsync{TResult}" />
    public static async Task<TResult> CallAsync<TResult>(
        FilterPipeline filters,
        RequestSender sender,
        string method,
        object? arguments,
        Func<RpcClientSettings, string, ReadOnlyMemory<byte>, TResult> read,
        CancellationToken cancel)
    {
        var result = default(TResult)!;
        await filters.RunAsync(ContextOf(MessagingFilterKind.Call, filters, sender, method, SendAsync, cancel)).ConfigureAwait(false);
        return result;

        async Task SendAsync(MessagingFilterContext context) =>
            result = await sender.With(context.Context).CallAsync(method, arguments, read, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RequestSender.OpenStreamAsync" />
    public static async Task<IItemSource> OpenStreamAsync(
        FilterPipeline filters, RequestSender sender, string method, object? arguments, RpcStreamOptions options, CancellationToken cancel)
    {
        IItemSource? opened = null;
        await filters.RunAsync(ContextOf(MessagingFilterKind.Call, filters, sender, method, SendAsync, cancel)).ConfigureAwait(false);
        return opened ?? throw new MessagingException($"A filter has not sent the request to {method}, so that there is no stream.");

        async Task SendAsync(MessagingFilterContext context)
        {
            // A filter that sends again leaves the earlier stream.
            opened?.Dispose();
            opened = await sender.With(context.Context).OpenStreamAsync(method, arguments, options, cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="RequestSender.CastAsync" />
    public static Task CastAsync(FilterPipeline filters, RequestSender sender, string method, object? arguments, CancellationToken cancel) =>
        filters.RunAsync(ContextOf(
            MessagingFilterKind.Cast, filters, sender, method, context => sender.With(context.Context).CastAsync(method, arguments, cancel), cancel));

    private static MessagingFilterContext ContextOf(
        MessagingFilterKind kind, FilterPipeline filters, RequestSender sender, string method, MessagingFilterNext send, CancellationToken cancel) =>
        new(kind, sender.Target, method, sender.Settings.Context, filters.Services, send) { Sending = cancel, IsIdempotent = sender.Settings.IsIdempotent };
}
