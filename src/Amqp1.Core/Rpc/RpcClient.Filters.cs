using Amqp1.Filters;

namespace Amqp1.Rpc;

/// <summary>
/// Sends calls and casts through filters. The filters enclose the activity, so a filter that calls <c>next</c> twice produces one span per
/// attempt.
/// </summary>
public sealed partial class RpcClient
{
    /// <summary>Returns the same client without filters, for calls that this library itself makes.</summary>
    internal RpcClient WithoutFilters() => _settings.Filters is null ? this : new RpcClient(_bus, Target, _settings with { Filters = null });

    private async Task<TResult> CallFilteredAsync<TResult>(
        FilterPipeline filters, string method, object? arguments, Func<RpcClient, string, ReadOnlyMemory<byte>, TResult> read, CancellationToken cancel)
    {
        var result = default(TResult)!;
        var filtered = new MessagingFilterContext(MessagingFilterKind.Call, Target, method, _settings.Context, filters.Services, SendAsync) { Sending = cancel };
        await filters.RunAsync(filtered).ConfigureAwait(false);
        return result;

        async Task SendAsync(MessagingFilterContext context) =>
            result = await With(context).CallAndReadAsync(method, arguments, read, cancel).ConfigureAwait(false);
    }

    private Task CastFilteredAsync(FilterPipeline filters, string method, object? arguments, CancellationToken cancel) =>
        filters.RunAsync(new MessagingFilterContext(
            MessagingFilterKind.Cast,
            Target,
            method,
            _settings.Context,
            filters.Services,
            context => With(context).SendCastAsync(method, arguments, cancel)) { Sending = cancel });

    private RpcClient With(MessagingFilterContext filtered) =>
        ReferenceEquals(filtered.Context, _settings.Context) ? this : Prepare(context: filtered.Context);
}
