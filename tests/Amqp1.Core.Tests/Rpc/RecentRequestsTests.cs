using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the IDs by which a server recognizes a request that is delivered again.</summary>
public sealed class RecentRequestsTests
{
    private readonly RecentRequests _recent = new();

    [Fact]
    public void A_request_is_new_once()
    {
        _recent.TryAdd("first").ShouldBeTrue();
        _recent.TryAdd("second").ShouldBeTrue();
        _recent.TryAdd("first").ShouldBeFalse();
        _recent.TryAdd("second").ShouldBeFalse();
    }

    [Fact]
    public void Requests_without_an_ID_are_always_new()
    {
        _recent.TryAdd(null).ShouldBeTrue();
        _recent.TryAdd(null).ShouldBeTrue();
    }

    [Fact]
    public void The_last_sixteen_IDs_are_known_and_the_oldest_is_forgotten_first()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 16; i++)
            {
                _recent.TryAdd($"{round}/{i}").ShouldBeTrue();
            }
        }

        for (var i = 0; i < 16; i++)
        {
            _recent.TryAdd($"2/{i}").ShouldBeFalse();
        }

        _recent.TryAdd("new").ShouldBeTrue();
        _recent.TryAdd("2/1").ShouldBeFalse();
        _recent.TryAdd("2/0").ShouldBeTrue();
    }
}
