global using Amqp1.Filters;
global using Polly;
global using Polly.Registry;
global using Polly.Retry;
global using static GivenHosting;

using System.Threading.Tasks;
using Amqp1.Filters;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

[RpcEndpoint("invoices")]
public sealed class InvoiceEndpoint
{
    public int Count() => 0;
}

[RpcClient("conductor")]
public interface IConductor
{
    Task RefreshAsync();
}

public sealed class BillingAudit : IMessagingFilter
{
    public Task InvokeAsync(MessagingFilterContext context, MessagingFilterNext next) => next(context);
}

public interface ITenants
{
    bool Knows(string? project);
}

internal static class GivenHosting
{
    public static ILogger logger => null!;
}
