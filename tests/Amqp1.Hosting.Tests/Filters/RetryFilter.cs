using Amqp1.Filters;
using Polly.Registry;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>The filter of docs/using/hosting.md that repeats calls of idempotent methods.</summary>
internal sealed class RetryFilter(ResiliencePipelineProvider<string> pipelines) : IMessagingFilter
{
    public async Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next)
    {
        if (context is { Kind: MessagingFilterKind.Call, IsIdempotent: true })
        {
            await pipelines.GetPipeline("rpc").ExecuteAsync(async _ => await next(context), context.Cancellation);
        }
        else
        {
            await next(context);
        }
    }
}
