using System.Reflection;
using Xunit.v3;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>
/// Fails a test of the assembly at its end if a <see cref="ScriptedPeer"/> of the test has recorded a <see cref="ProtocolViolation"/> that
/// <see cref="PeerScript.Expects"/> does not name.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class NoProtocolViolationsAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => StartedPeers.Complete(test.UniqueID);
}
