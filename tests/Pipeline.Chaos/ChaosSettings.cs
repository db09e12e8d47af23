using System.Globalization;
using System.Text;

namespace Pipeline.Chaos;

/// <summary>What a run is made of; with the seed, everything but timing is repeatable.</summary>
/// <param name="RecordsPerSecond">Load.</param>
/// <param name="Without">A guard to take out, to see that the oracle notices; empty for none.</param>
/// <param name="Profile">How the engines are set up.</param>
/// <param name="Only">Disturbances to draw from; empty for all.</param>
internal sealed record ChaosSettings(
    int Seed,
    int Cycles,
    int RecordsPerSecond = 1500,
    string Without = "",
    string Profile = "normal",
    string Only = ""
)
{
    /// <summary>The settings under which a guard is put to the test.</summary>
    public static ChaosSettings Proof(string guard, bool isControl, int seed, int cycles)
    {
        var proof = GuardProof.Of(guard);
        return new ChaosSettings(seed, cycles)
        {
            Without = isControl ? "" : guard,
            Profile = proof.Profile,
            Only = proof.Disturbances,
        };
    }

    /// <summary>The command that repeats it.</summary>
    public string Command(int nodes)
    {
        var text = new StringBuilder("dotnet run --project tests/Pipeline.Chaos --");
        text.Append(
            CultureInfo.InvariantCulture,
            $" --seed {Seed} --cycles {Cycles} --rate {RecordsPerSecond} --nodes {nodes}"
        );
        Append("--profile", Profile == "normal" ? "" : Profile);
        Append("--only", Only);
        Append("--without", Without);
        return text.ToString();

        void Append(string option, string value)
        {
            if (value.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" {option} {value}");
            }
        }
    }
}
