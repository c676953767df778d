namespace Amqp1.Architecture.Tests;

/// <summary>
/// The differences between the source and the plan that are still to be removed. It shall be empty. Entries are only ever deleted, in the
/// commit that makes them untrue; a test fails when one is no longer true.
/// </summary>
internal static class Known
{
    /// <summary>Arrows that the plan forbids.</summary>
    public static IReadOnlyList<string> Arrows { get; } =
    [
    ];

    /// <summary>Files with more than <see cref="SourceTests.MostLines"/> lines.</summary>
    public static IReadOnlyList<string> LongFiles { get; } =
    [
    ];

    /// <summary>Partial types that no generator adds to.</summary>
    public static IReadOnlyList<string> PartialTypes { get; } =
    [
    ];

    /// <summary>Entries and arrows of the plan that have no use yet, because the room is about to be built.</summary>
    public static IReadOnlyList<string> Planned { get; } =
    [
    ];
}
