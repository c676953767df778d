public sealed record Flavor(string Name, int Vcpus);
