/** A partner firm as its reader may see it. */
export interface Partner {
  readonly partnerId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly archetype: string | null;
  readonly tier: string | null;
  readonly status: string;
  readonly regions: readonly string[];
  readonly industries: readonly string[];
  readonly competencies: readonly string[];
  readonly products: readonly string[];
  readonly integrations: readonly string[];
  readonly marketplaces: readonly string[];
  readonly managerEmail: string | null;
  readonly joinedOn: string | null;
  readonly capacity: number | null;
}

export interface PartnerCandidate {
  readonly partnerId: string;
  readonly name: string;
  readonly score: number;
  readonly archetype: string | null;
  readonly tier: string | null;
}

export interface Certification {
  readonly certificationId: string;
  readonly personEmail: string | null;
  readonly course: string | null;
  readonly competency: string | null;
  readonly status: string;
  readonly completedOn: string | null;
  readonly expiresOn: string | null;
}

/** A partner with what stands around it in the programme. */
export interface PartnerProfile {
  readonly partner: Partner;
  readonly people: readonly {
    readonly name: string | null;
    readonly email: string;
    readonly role: string | null;
  }[];
  readonly certifications: readonly Certification[];
  readonly onboarding: readonly {
    readonly step: string;
    readonly dueOn: string | null;
    readonly completedOn: string | null;
  }[];
  readonly mdf: readonly MdfRequest[];
}

export interface MdfRequest {
  readonly requestId: string;
  readonly purpose: string | null;
  readonly status: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly requestedOn: string | null;
}

export interface PartnerFilter {
  readonly status?: string;
  readonly archetype?: string;
  readonly tier?: string;
  readonly country?: string;
  readonly competency?: string;
  readonly industry?: string;
}
