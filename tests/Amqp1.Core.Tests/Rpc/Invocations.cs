using System.Text;
using Amqp1.Bus.Deadlines;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Creates invocations without a server.</summary>
internal static class Invocations
{
    public static RpcInvocation Of(string arguments = "{}", bool expectsReply = true) => new(
        new RpcContext(MessagingContext.Empty, "m", null, "1.0", "address", expectsReply, deadline: null),
        Encoding.UTF8.GetBytes(arguments),
        MessagingJson.Default,
        new RequestCancellation(new DeadlineTimer(new FakeTimeProvider()), due: null, CancellationToken.None));
}
