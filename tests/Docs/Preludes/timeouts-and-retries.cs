global using static GivenTimeouts;

using Amqp1.Rpc;

internal static class GivenTimeouts
{
    public static RpcClient conductor => null!;

    public static RpcClient compute => null!;

    public static string id => "";
}
