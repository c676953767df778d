using Amqp1.Fuzz.Targets;

namespace Amqp1.Fuzz;

/// <summary>What is fuzzed, by name. A target takes any bytes; an exception that leaves it is a finding.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        ["client-frames"] = ClientFrames.Run,
        ["router-frames"] = RouterFrames.Run,
        ["messages"] = Messages.Run,
        ["bodies"] = Bodies.Run,
        ["url"] = Url.Run,
        ["ini"] = Ini.Run,
    };
}
