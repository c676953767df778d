global using static GivenPython;

using System.Collections.Generic;

public sealed record Flavor(string Name, int Vcpus);

public sealed class FlavorTable : Dictionary<string, Flavor>;

internal static class GivenPython
{
    public static string id => "";
}
