using Amqp1;
using Amqp1.Rpc;

namespace ComputeService;

/// <summary>Converts errors of the bus to HTTP responses.</summary>
internal sealed class RpcErrorFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception failure) when (StatusOf(failure) is { } status)
        {
            return Results.Problem(failure.Message, statusCode: status);
        }
    }

    private static int? StatusOf(Exception failure) => failure switch
    {
        KeyNotFoundException => StatusCodes.Status404NotFound,
        ArgumentException => StatusCodes.Status400BadRequest,
        MessagingTimeoutException or TimeoutException => StatusCodes.Status504GatewayTimeout,
        MessageDeliveryException => StatusCodes.Status503ServiceUnavailable,
        RemoteErrorException or { InnerException: RemoteErrorException } => StatusCodes.Status502BadGateway,
        _ => null,
    };
}
