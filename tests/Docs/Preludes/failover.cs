global using static GivenFailover;

using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

internal static class GivenFailover
{
    public static RpcClient conductor => null!;

    public static ILogger logger => null!;

    public static string id => "";
}
