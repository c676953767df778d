using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>Converts frames and their parts between the codec of the peer and the classes of AMQPNetLite with which tests work.</summary>
internal static class LibraryTypes
{
    private static readonly IReadOnlyList<ILibraryType> All =
        [.. LibraryPerformatives.All, .. LibrarySasl.All, .. LibraryStates.All, .. LibraryTermini.All, .. LibrarySections.All];

    private static readonly Dictionary<Type, ILibraryType> ByClass = All.ToDictionary(static one => one.Class);

    private static readonly Dictionary<ulong, ILibraryType> ByCode = All.ToDictionary(static one => one.Type.Code);

    public static Composite ToComposite(DescribedList body) => ByClass[body.GetType()].ToComposite(body);

    /// <exception cref="ViolationException">AMQPNetLite has no class for the type.</exception>
    public static DescribedList FromComposite(Composite composite) => ByCode.TryGetValue(composite.Type.Code, out var type)
        ? type.FromComposite(composite)
        : throw new ViolationException($"The scripted peer does not support {composite.Type}.");
}
