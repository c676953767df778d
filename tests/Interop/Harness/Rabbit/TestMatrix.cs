namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The combinations of brokers and peers that a run of the tests covers.</summary>
internal static class TestMatrix
{
    /// <summary>
    /// The variable for the size of the matrix. <c>all</c> covers every combination; otherwise a part is covered, which takes minutes less.
    /// </summary>
    public const string Variable = "AMQP1_TEST_MATRIX";

    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable(Variable) == "all";

    /// <summary>
    /// Returns whether the interop suite runs for a combination. It runs for the newest of both and the oldest of both, and in a whole
    /// matrix for all others.
    /// </summary>
    internal static bool Covers(RabbitRelease broker, OsloRelease oslo) =>
        IsWhole || (broker == RabbitRelease.V43 && oslo == OsloRelease.Newest) || (broker == RabbitRelease.V40 && oslo == OsloRelease.Machine);

    /// <summary>Skips a test that runs in the whole matrix only.</summary>
    public static void RequireWhole() => Assert.SkipUnless(IsWhole, $"Only run with {Variable}=all.");
}
