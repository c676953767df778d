using Amqp1.Bus;
using Amqp1.Bus.Connections;
using Amqp1.Transport;

namespace Amqp1.Core.Tests.Bus.Connections;

public sealed class HostRotationTests
{
    private static readonly PeerHost[] Hosts = [new("a", 1), new("b", 2), new("c", 3)];

    [Fact]
    [Trait("EdgeCase", "15")]
    public void Hosts_come_in_turn_from_wherever_it_starts()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var rotation = new HostRotation(Hosts, new Random(seed));
            var first = Array.IndexOf(Hosts, rotation.Next());

            rotation.Next().ShouldBe(Hosts[(first + 1) % 3]);
            rotation.Next().ShouldBe(Hosts[(first + 2) % 3]);
            rotation.Next().ShouldBe(Hosts[first]);
        }
    }

    [Fact]
    [Trait("EdgeCase", "15")]
    public void Every_host_is_first_for_somebody() =>
        Enumerable.Range(0, 200).Select(seed => new HostRotation(Hosts, new Random(seed)).Next()).Distinct().Count().ShouldBe(3);

    [Fact]
    public void One_host_comes_again_and_again()
    {
        var rotation = new HostRotation([Hosts[0]], new Random(1));

        rotation.Next().ShouldBe(Hosts[0]);
        rotation.Next().ShouldBe(Hosts[0]);
    }
}
