using Amqp;
using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests of the permissions to send to and consume from an address.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task A_dynamic_address_can_be_consumed_from_by_its_own_connection_only()
    {
        await using var router = await TestRouter.StartAsync();
        await using var owner = await RawPeer.OpenAsync(router);
        await using var thief = await RawPeer.OpenAsync(router);
        var address = await DynamicAsync(owner, 1);

        (await thief.AttachReceiverAsync(1, address, 10)).Source.ShouldBeNull();
        (await thief.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);

        (await owner.AttachReceiverAsync(2, address, 0)).Source.ShouldNotBeNull();
        await thief.AttachSenderAsync(0, address);
        await thief.TransferAsync(0, 0, [7]);
        (await owner.NextFrameAsync<Transfer>()).Payload.ShouldBe([7]);
    }

    [Fact]
    public async Task A_dynamic_address_whose_owner_has_gone_belongs_to_nobody()
    {
        await using var router = await TestRouter.StartAsync();
        await using var owner = await RawPeer.OpenAsync(router);
        await using var thief = await RawPeer.OpenAsync(router);
        var address = await DynamicAsync(owner, 1);
        await thief.AttachSenderAsync(0, address);
        await owner.SendAsync(0, new Close());
        await owner.EndOfStreamAsync();

        (await thief.AttachReceiverAsync(1, address, 10)).Source.ShouldBeNull();
        (await thief.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);
        await thief.SendAsync(0, new Detach { Handle = 1, Closed = true });

        // A peer cannot take an address in advance that the router might create later, either.
        (await thief.AttachReceiverAsync(2, address[..^1] + "X", 10)).Source.ShouldBeNull();
        (await thief.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);
    }

    [Fact]
    public async Task Users_use_what_the_rules_grant_them_and_nothing_else()
    {
        await using var router = await TestRouter.StartAsync(Options());
        await using var joe = await RawPeer.OpenAsync(router, user: "joe");
        await using var ann = await RawPeer.OpenAsync(router, user: "ann");

        (await joe.AttachReceiverAsync(1, "jobs/joe/1", 10)).Source.ShouldNotBeNull();
        await RefusedReceiverAsync(joe, 2, "jobs/ann/1");
        await RefusedReceiverAsync(joe, 3, "jobs/joe");
        await RefusedReceiverAsync(joe, 4, "all");
        (await joe.AttachSenderAsync(5, "all")).Target.ShouldNotBeNull();
        await RefusedSenderAsync(joe, 6, "all/");
        await RefusedSenderAsync(joe, 7, "jobs/joe/1");

        // The refusals do not affect other links. A second rule adds to the first one.
        (await ann.AttachReceiverAsync(1, "all", 10)).Source.ShouldNotBeNull();
        (await ann.AttachSenderAsync(2, "jobs/joe/1")).Target.ShouldNotBeNull();
        await ann.TransferAsync(2, 0, [9]);
        (await joe.NextFrameAsync<Transfer>()).Payload.ShouldBe([9]);
    }

    [Fact]
    public async Task Messages_of_an_anonymous_relay_are_checked_one_by_one()
    {
        using var log = new LogRecorder();
        var options = Options();
        options.LoggerFactory = log;
        await using var router = await TestRouter.StartAsync(options);
        await using var joe = await RawPeer.OpenAsync(router, user: "joe");
        await using var ann = await RawPeer.OpenAsync(router, user: "ann");
        await ann.AttachReceiverAsync(1, "all", 10);
        await ann.AttachReceiverAsync(2, "jobs/ann/1", 10);
        var replies = await DynamicAsync(ann, 3);
        (await joe.AttachSenderAsync(0, null)).Target.ShouldNotBeNull();

        await joe.TransferAsync(0, 0, TestMessages.Encode("x", to: "jobs/ann/1"));
        var refused = await joe.NextAsync<Dispose>();
        refused.State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);
        log.Of(5024).ShouldHaveSingleItem().Text.ShouldContain("joe");
        await joe.TransferAsync(0, 1, TestMessages.Encode("x", to: "jobs/ann/1"), settled: true);
        await joe.TransferAsync(0, 2, TestMessages.Encode("x", to: "all"));
        (await ann.NextAsync<Transfer>()).Handle.ShouldBe(1u);
        await joe.TransferAsync(0, 3, TestMessages.Encode("x", to: replies));
        (await ann.NextAsync<Transfer>()).Handle.ShouldBe(3u);
        await ann.SyncAsync();
        ann.Has<Transfer>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_peer_without_a_user_is_called_anonymous_and_a_star_in_a_name_is_no_wildcard()
    {
        var options = new EmbeddedRouterOptions();
        options.Access.Add(new EmbeddedAccessRule { Users = { "anonymous" }, ConsumeFrom = { "open" } });
        options.Access.Add(new EmbeddedAccessRule { ConsumeFrom = { "of/{user}" } });
        await using var router = await TestRouter.StartAsync(options);
        await using var nobody = await RawPeer.OpenAsync(router);
        await using var star = await RawPeer.OpenAsync(router, user: "*");

        (await nobody.AttachReceiverAsync(1, "open", 10)).Source.ShouldNotBeNull();
        (await nobody.AttachReceiverAsync(2, "of/anonymous", 10)).Source.ShouldNotBeNull();
        await RefusedReceiverAsync(star, 1, "open");
        await RefusedReceiverAsync(star, 2, "of/joe");
        (await star.AttachReceiverAsync(3, "of/*", 10)).Source.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a*b")]
    [InlineData("**")]
    public async Task A_pattern_that_cannot_be_meant_is_refused_at_start(string pattern)
    {
        var options = new EmbeddedRouterOptions();
        options.Access.Add(new EmbeddedAccessRule { SendTo = { pattern } });
        await Should.ThrowAsync<ArgumentException>(() => TestRouter.StartAsync(options));
    }

    [Theory]
    [InlineData("127.0.0.1", false, false, 0)]
    [InlineData("0.0.0.0", false, false, 5006)]
    [InlineData("0.0.0.0", true, false, 5007)]
    [InlineData("0.0.0.0", true, true, 0)]
    public async Task A_router_that_other_machines_reach_warns_of_what_it_lets_them_do(string host, bool users, bool rules, int warning)
    {
        using var log = new LogRecorder();
        var options = new EmbeddedRouterOptions { Host = host, LoggerFactory = log };
        if (users)
        {
            options.AllowAnonymous = false;
            options.Users = new Dictionary<string, string> { ["joe"] = "secret" };
        }

        if (rules)
        {
            options.Access.Add(new EmbeddedAccessRule { SendTo = { "*" }, ConsumeFrom = { "*" } });
        }

        await using var router = await TestRouter.StartAsync(options);

        log.Of(5006).Count.ShouldBe(warning == 5006 ? 1 : 0);
        log.Of(5007).Count.ShouldBe(warning == 5007 ? 1 : 0);
    }

    [Theory]
    [InlineData("joe\0joe\0secret", true)]
    [InlineData("\0joe\0secret", true)]
    [InlineData("root\0joe\0secret", false)]
    [InlineData("\0\0secret", false)]
    public async Task A_user_may_act_as_itself_only(string plain, bool taken)
    {
        foreach (var users in new[] { null, new Dictionary<string, string> { ["joe"] = "secret" } })
        {
            await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { Users = users });
            await using var peer = await RawPeer.ConnectAsync(router);
            (await peer.LogInAsync(plain) == Amqp.Sasl.SaslCode.Ok).ShouldBe(taken);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(511u)]
    public async Task A_peer_that_takes_no_frame_of_512_bytes_is_refused(uint maxFrameSize)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(router);
        await peer.SendAsync([.. RawPeer.AmqpHeader, .. RawPeer.Frame(0, new Open { ContainerId = "c", MaxFrameSize = maxFrameSize })]);
        await peer.ReadBytesAsync(8);
        (await peer.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.InvalidField);
    }

    private static EmbeddedRouterOptions Options()
    {
        var options = new EmbeddedRouterOptions
        {
            AllowAnonymous = false, Users = new Dictionary<string, string> { ["joe"] = "secret", ["ann"] = "secret" },
        };
        options.Access.Add(new EmbeddedAccessRule { SendTo = { "all" }, ConsumeFrom = { "jobs/{user}/*" } });
        options.Access.Add(new EmbeddedAccessRule { Users = { "ann" }, SendTo = { "jobs/*" }, ConsumeFrom = { "all" } });
        return options;
    }

    private static async Task<string> DynamicAsync(RawPeer peer, uint handle) =>
        ((Source)(await peer.AttachReceiverAsync(handle, null, 10, change: attach => attach.Source = new Source { Dynamic = true })).Source).Address;

    private static async Task RefusedReceiverAsync(RawPeer peer, uint handle, string address)
    {
        (await peer.AttachReceiverAsync(handle, address, 0)).Source.ShouldBeNull();
        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);
    }

    private static async Task RefusedSenderAsync(RawPeer peer, uint handle, string address)
    {
        (await peer.AttachSenderAsync(handle, address)).Target.ShouldBeNull();
        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.UnauthorizedAccess);
    }
}
