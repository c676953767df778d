using Amqp.Sasl;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>The bodies of SASL frames as classes of AMQPNetLite.</summary>
internal static class LibrarySasl
{
    public static IReadOnlyList<ILibraryType> All { get; } =
    [
        new LibraryType<SaslMechanisms>(SaslFrames.Mechanisms)
            .With(static body => body.SaslServerMechanisms, static (body, value) => body.SaslServerMechanisms = value),
        new LibraryType<SaslInit>(SaslFrames.Init)
            .With(static body => body.Mechanism, static (body, value) => body.Mechanism = value)
            .With(static body => body.InitialResponse, static (body, value) => body.InitialResponse = value)
            .With(static body => body.HostName, static (body, value) => body.HostName = value),
        new LibraryType<SaslChallenge>(SaslFrames.Challenge).With(static body => body.Challenge, static (body, value) => body.Challenge = value),
        new LibraryType<SaslResponse>(SaslFrames.Response).With(static body => body.Response, static (body, value) => body.Response = value),
        new LibraryType<SaslOutcome>(SaslFrames.Outcome)
            .With(static body => body.Code, static (body, value) => body.Code = value)
            .With(static body => body.AdditionalData, static (body, value) => body.AdditionalData = value),
    ];
}
