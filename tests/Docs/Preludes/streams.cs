global using System.Runtime.CompilerServices;
global using static GivenStreams;

using System.Collections.Generic;
using System.Threading;
using Amqp1.Rpc;

public interface IGivenConsoles
{
    IAsyncEnumerable<string> FollowAsync(string instanceId, CancellationToken cancel = default);
}

internal static class GivenStreams
{
    public static IGivenConsoles consoles => null!;

    public static RpcClient client => null!;
}
