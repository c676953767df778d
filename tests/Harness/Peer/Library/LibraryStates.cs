using Amqp.Framing;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>The outcomes of deliveries as classes of AMQPNetLite, which has no public class for the state received.</summary>
internal static class LibraryStates
{
    public static IReadOnlyList<ILibraryType> All { get; } =
    [
        new LibraryType<Accepted>(DeliveryStates.Accepted),
        new LibraryType<Rejected>(DeliveryStates.Rejected).With(static state => state.Error, static (state, value) => state.Error = value),
        new LibraryType<Released>(DeliveryStates.Released),
        new LibraryType<Modified>(DeliveryStates.Modified)
            .With(static state => state.DeliveryFailed, static (state, value) => state.DeliveryFailed = value)
            .With(static state => state.UndeliverableHere, static (state, value) => state.UndeliverableHere = value)
            .With(static state => state.MessageAnnotations, static (state, value) => state.MessageAnnotations = value),
    ];
}
