using System.Globalization;
using System.Text;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Users;

/// <summary>A user by position: a directory of any size costs no memory.</summary>
internal sealed record DirectoryUser(ulong Seed, int Index)
{
    private static readonly string[] FirstNames =
    [
        "Dana",
        "Amir",
        "Zoë",
        "Mei",
        "Jonas",
        "Priya",
        "Luca",
        "Nadia",
        "Oskar",
        "Ines",
        "Tomás",
        "Ruth",
        "Kofi",
        "Ylva",
        "Hugo",
        "Samira",
    ];

    private static readonly string[] LastNames =
    [
        "Lindqvist",
        "Okafor",
        "Moreau",
        "Tanaka",
        "Weber",
        "Rossi",
        "Haddad",
        "Nowak",
        "Silva",
        "O'Brien",
        "Petrov",
        "Núñez",
    ];

    public string Id => Ids.Object("00u", Seed, (ulong)Index, 1);

    public string FirstName => FirstNames[Index % FirstNames.Length];

    public string LastName => LastNames[Mix.Below(LastNames.Length, Seed, (ulong)Index, 2)];

    public string DisplayName => $"{FirstName} {LastName}";

    /// <summary>Unique: the number of the user is part of it once the first names are used up.</summary>
    public string Login
    {
        get
        {
            var number = Index < FirstNames.Length ? "" : Index.ToString(CultureInfo.InvariantCulture);
            return $"{Ascii(FirstName)}.{Ascii(LastName)}{number}@example.com";
        }
    }

    /// <summary>People who play in the scenario are active; of the others some are in every other status.</summary>
    public string Status
    {
        get
        {
            if (Index < 10)
            {
                return "ACTIVE";
            }

            var percent = Mix.Below(100, Seed, (ulong)Index, 3);
            return percent switch
            {
                < 84 => "ACTIVE",
                < 87 => "STAGED",
                < 89 => "PROVISIONED",
                < 90 => "RECOVERY",
                < 92 => "PASSWORD_EXPIRED",
                < 93 => "LOCKED_OUT",
                < 95 => "SUSPENDED",
                _ => UserStatus.Deprovisioned,
            };
        }
    }

    private static string Ascii(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetter(c))
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }

        return text.ToString();
    }
}
